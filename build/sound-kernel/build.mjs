// Compiles kernel.as (AssemblyScript) to WebAssembly SIMD and writes it as base64, so that bundles, workers and tests need no file of their own.
// `node build/sound-kernel/build.mjs` after every change of kernel.as; `--check` fails when the committed bytes are older than the source.
import { readFile, writeFile } from 'node:fs/promises'
import asc from 'assemblyscript/asc'

const target = new URL('../../src-main/generation/score/render/kernel/kernel-bytes.ts', import.meta.url)
const source = await readFile(new URL('./kernel.as', import.meta.url), 'utf8')
let bytes
const { error, stderr } = await asc.main(
  [
    'kernel.ts',
    '--outFile',
    'kernel.wasm',
    '--runtime',
    'stub',
    '--enable',
    'simd',
    '--importMemory',
    '--noAssert',
    '--initialMemory',
    '1',
    '-O3',
    '--converge',
  ],
  {
    readFile: (name) => (name === 'kernel.ts' ? source : null),
    writeFile: (name, contents) => {
      if (name === 'kernel.wasm') bytes = contents
    },
    listFiles: () => [],
  },
)
if (error) {
  process.stderr.write(stderr.toString())
  process.exit(1)
}
const lines = Buffer.from(bytes)
  .toString('base64')
  .match(/.{1,140}/g)
  .map((line) => `  '${line}',`)
const text = `/** Made by build/sound-kernel/build.mjs from kernel.as: WebAssembly with SIMD, ${bytes.length} bytes. Do not edit. */\nexport const KERNEL_BASE64 = [\n${lines.join('\n')}\n].join('')\n`
if (process.argv.includes('--check')) {
  if ((await readFile(target, 'utf8')) !== text) {
    process.stderr.write('kernel-bytes.ts is older than build/sound-kernel/kernel.as: run node build/sound-kernel/build.mjs\n')
    process.exit(1)
  }
} else await writeFile(target, text)
