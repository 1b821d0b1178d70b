/**
 * `npm run cuda`: fetches the CUDA libraries of ONNX Runtime with its own installer, then shows what models run on. They are not part of the
 * usual set-up: they are large, and of use only with an NVIDIA card, CUDA 12 and cuDNN 9.
 */
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { runSegno } from './setup/command-line.mjs'
import { root } from './setup/folders.mjs'
import { prepareCommandLine } from './setup/prepare.mjs'
import { run } from './setup/run.mjs'
import { main, SetupError, say } from './setup/say.mjs'

await main(async () => {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new SetupError('ONNX Runtime has CUDA libraries for Linux on x64 only. On Windows the studio uses DirectML, which needs no installation.')
  await prepareCommandLine()
  say('Fetching ONNX Runtime’s CUDA libraries …')
  const folder = dirname(createRequire(join(root, 'package.json')).resolve('onnxruntime-node/package.json'))
  const { code, text } = await run(process.execPath, [join(folder, 'script', 'install.js')], {
    cwd: folder,
    env: { ...process.env, ONNXRUNTIME_NODE_INSTALL: 'true' },
    quiet: true,
  })
  if (code !== 0) throw new SetupError(`The CUDA libraries could not be fetched; nothing was changed (${/^\w*Error: .*$/m.exec(text)?.[0] ?? text.trim()}).`)
  const shown = await runSegno(['hardware', '--again'], { stdout: 'inherit' })
  return shown.code
})
