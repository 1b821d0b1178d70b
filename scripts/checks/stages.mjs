import { join } from 'node:path'
import { root } from '../setup/folders.mjs'

const bin = (...path) => join(root, 'node_modules', ...path)

/** Rows of stages, the longest of a row first. What is looked at without running the studio, and the unit tests: under a minute. */
export const quickStages = [
  [
    // what did not change since the last time is not read again
    ['types', bin('ts7', 'bin', 'tsc'), '-p', '.', '--incremental', '--tsBuildInfoFile', join(root, '.setup', 'types.tsbuildinfo')],
    ['format and lint', bin('@biomejs', 'biome', 'bin', 'biome'), 'check', '.'],
    ['dependency rules', bin('dependency-cruiser', 'bin', 'dependency-cruiser.mjs'), 'src-shared', 'src-main', 'src-preload', 'src-renderer'],
    ['unused code', bin('knip', 'bin', 'knip.js')],
    ['sound kernel', join(root, 'build', 'sound-kernel', 'build.mjs'), '--check'],
  ],
  [['unit tests', bin('vitest', 'vitest.mjs'), 'run', '--project', 'unit', '--project', 'window', '--project', 'alone']],
]

/** What needs real files, the real window and the packaged app: each takes the whole machine. */
export const thoroughStages = [
  [['licences', join(root, 'scripts', 'licences.mjs')]],
  [['integration tests', bin('vitest', 'vitest.mjs'), 'run', '--project', 'integration']],
  [['end-to-end tests', join(root, 'scripts', 'e2e.mjs')]],
  [['package', join(root, 'scripts', 'dist.mjs'), '--check']],
]
