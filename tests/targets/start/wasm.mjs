// node wasm.mjs program.wasm [function [rounds]] : runs main; or, with a function's name, main and then that function many times,
// and prints the median time of a call in microseconds.
import { readFileSync } from 'node:fs';

const [path, timed, rounds = '400'] = process.argv.slice(2);
const target = {
  write: (at, count) => process.stdout.write(Buffer.from(new Uint8Array(instance.exports.memory.buffer, at, count))),
  exit: status => { throw { status }; },
  now_ns: () => Number(process.hrtime.bigint()),
};
const { instance } = await WebAssembly.instantiate(readFileSync(path), { target });
try {
  const status = instance.exports.main();
  if (timed) {
    const times = [];
    for (let i = 0; i < Number(rounds); i++) {
      const start = process.hrtime.bigint();
      instance.exports[timed]();
      times.push(Number(process.hrtime.bigint() - start) / 1e3);
    }
    console.log(`median ${times.sort((a, b) => a - b)[times.length >> 1].toFixed(1)}`);
  }
  process.exitCode = status;
} catch (end) {
  if (end.status === undefined) throw end;
  process.exitCode = end.status;
}
