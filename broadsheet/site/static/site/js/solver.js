// A worker: finds the number whose SHA-256, written behind the salt, is the challenge.
// Our own: crypto.subtle is missing on plain http, and slow for many short texts.
// Source: FIPS 180-4, sections 4.1.2, 5.1.1, 5.3.3 and 6.2.2.
const BLOCK_BYTES = 64;
const ROUNDS = 64;
const primes = [];
for (let n = 2; primes.length < ROUNDS; n++) if (primes.every((p) => n % p)) primes.push(n);
const fraction = (root) => ((root % 1) * 2 ** 32) | 0;
const START = primes.slice(0, 8).map((p) => fraction(Math.sqrt(p)));
const KEYS = Int32Array.from(primes, (p) => fraction(Math.cbrt(p)));
const block = new DataView(new ArrayBuffer(BLOCK_BYTES));
const words = new Int32Array(ROUNDS);

onmessage = ({ data: { challenge, salt, maxnumber } }) => {
  const wanted = challenge.match(/.{8}/g).map((part) => parseInt(part, 16) | 0);
  postMessage(solve(wanted, salt, maxnumber));
};

function solve(wanted, salt, maxnumber) {
  write(salt, 0);
  for (let number = 0; number <= maxnumber; number++) {
    const end = write(`${number}`, salt.length);
    block.setUint8(end, 0x80);
    block.setUint32(BLOCK_BYTES - 4, end * 8);
    if (digest().every((word, i) => word === wanted[i])) return number;
  }
  return null;
}

// All of it has to fit into one block, as our own challenges do; a longer one throws.
function write(text, at) {
  for (let i = 0; i < text.length; i++) block.setUint8(at + i, text.charCodeAt(i));
  if (at + text.length > BLOCK_BYTES - 9) throw new RangeError("more than one block");
  return at + text.length;
}

function digest() {
  for (let i = 0; i < 16; i++) words[i] = block.getInt32(i * 4);
  for (let i = 16; i < ROUNDS; i++) {
    const x = words[i - 15];
    const y = words[i - 2];
    words[i] = words[i - 16] + words[i - 7]
      + (turn(x, 7) ^ turn(x, 18) ^ (x >>> 3)) + (turn(y, 17) ^ turn(y, 19) ^ (y >>> 10));
  }
  let [a, b, c, d, e, f, g, h] = START;
  for (let i = 0; i < ROUNDS; i++) {
    const t = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g))
      + KEYS[i] + words[i]) | 0;
    const u = (turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + t) | 0, c, b, a, (t + u) | 0];
  }
  return [a, b, c, d, e, f, g, h].map((word, i) => (word + START[i]) | 0);
}

function turn(word, bits) {
  return (word >>> bits) | (word << (32 - bits));
}
