"""What the desk's editor of texts can do, and how what it sends is cleaned."""
