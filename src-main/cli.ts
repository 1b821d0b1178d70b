import { existsSync } from 'node:fs'
import { enableCompileCache } from 'node:module'
import { join } from 'node:path'
import { locateDataFolder } from './platform/files/data-folder.ts'

// compiled once, kept with the studio's other caches: the next command starts in half the time
const { cache } = locateDataFolder()
if (existsSync(cache)) enableCompileCache(join(cache, 'compiled'))

const { runCommandLine } = await import('./app/command-line/run-command-line.ts')
process.exitCode = await runCommandLine(process.argv.slice(2))
