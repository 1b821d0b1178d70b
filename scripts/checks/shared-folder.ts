import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    /** what the files of one run find out once for all of them */
    sharedFolder: string
  }
}

export default (project: TestProject) => {
  const folder = mkdtempSync(join(tmpdir(), 'segno-run-'))
  project.provide('sharedFolder', folder)
  return () => rmSync(folder, { recursive: true, force: true })
}
