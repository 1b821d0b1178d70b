import { spawnSync } from 'node:child_process'

/** A Python with these packages: SEGNO_PYTHON, or the one in PATH. Undefined where there is none, and tests that need it say so. */
export const pythonWith = (...packages: readonly string[]): string | undefined =>
  [process.env.SEGNO_PYTHON, 'python3'].find(
    (python) => python && spawnSync(python, ['-c', packages.map((name) => `import ${name}`).join('\n')], { timeout: 60_000 }).status === 0,
  )

/** Runs a script that prints one JSON document. */
export const askPython = <T>(python: string, script: string, ...words: readonly string[]): T => {
  const { status, stdout, stderr } = spawnSync(python, ['-c', script, ...words], { maxBuffer: 1 << 26, timeout: 120_000 })
  if (status !== 0) throw new Error(stderr.toString())
  return JSON.parse(stdout.toString()) as T
}
