import { readdirSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'

const root = import.meta.dirname

/** Every `x.worker.ts` of main becomes `out/main/x.worker.js`, beside the entries, where `new URL('./x.worker.js', import.meta.url)` finds it. */
const workerEntries = (): Record<string, string> => {
  const found = readdirSync(join(root, 'src-main'), { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.worker.ts'))
  const entries: Record<string, string> = {}
  for (const path of found) {
    const name = basename(path, '.ts')
    if (entries[name]) throw new Error(`two workers are called ${name}.ts; worker names must be unique because the bundle is flat`)
    entries[name] = join(root, 'src-main', path)
  }
  return entries
}

export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      target: 'node24',
      sourcemap: true,
      minify: false,
      rollupOptions: {
        input: { index: resolve(root, 'src-main/index.ts'), cli: resolve(root, 'src-main/cli.ts'), ...workerEntries() },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      // A sandboxed preload is a classic script: CommonJS, one file, nothing external but Electron.
      externalizeDeps: false,
      rollupOptions: {
        input: { index: resolve(root, 'src-preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: resolve(root, 'src-renderer'),
    plugins: [react()],
    build: {
      outDir: resolve(root, 'out/renderer'),
      target: 'chrome148',
      // Small assets stay files: the content policy allows fonts and scripts from the app only, not from data URLs.
      assetsInlineLimit: 0,
      rollupOptions: { input: { index: resolve(root, 'src-renderer/index.html') } },
    },
  },
})
