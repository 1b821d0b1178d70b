import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setupFolder } from './folders.mjs'

const path = (name) => join(setupFolder, 'stamps', `${name}.json`)

/** What set-up remembered under a name; undefined when nothing, or nothing readable. */
export const readStamp = (name) => {
  try {
    return JSON.parse(readFileSync(path(name), 'utf8'))
  } catch {
    return undefined
  }
}

export const writeStamp = (name, value) => {
  mkdirSync(join(setupFolder, 'stamps'), { recursive: true })
  writeFileSync(path(name), `${JSON.stringify(value, null, 2)}\n`)
}

export const removeStamp = (name) => rmSync(path(name), { force: true })
