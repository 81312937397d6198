"""Members: readers who have an account, by a code mailed to their address or by a passkey."""
