// node wasm_code.mjs FILE... : bytes of code in WebAssembly objects or programs, all of them together.
import { readFileSync } from 'node:fs';

const CODE = 10;
let total = 0;
for (const path of process.argv.slice(2)) {
  const bytes = readFileSync(path);
  for (let at = 8; at < bytes.length;) { // behind magic and version: sections of id, LEB128 size, content
    const id = bytes[at++];
    let size = 0, shift = 0, byte;
    do { byte = bytes[at++]; size += (byte & 127) * 2 ** shift; shift += 7; } while (byte & 128);
    if (id === CODE) total += size;
    at += size;
  }
}
console.log(total);
