import { mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Sha256 } from '../../../src-shared/kernel/ids.ts'
import { checkpoint, isCancelled } from '../../../src-shared/kernel/work-flags.ts'
import { createDerivedFiles, publishDerived } from './derived-files.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'segno-derived-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const sha = (digit: number): Sha256 => String(digit).repeat(64) as Sha256
const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  )
const names = async (): Promise<string[]> => (await readdir(folder)).map((name) => `${name[0]}${name.slice(64)}`).sort()

test('pictures have a limit together: those that were not asked for longest go, the newest stays, other kinds are left alone', async () => {
  const files = createDerivedFiles({
    folder,
    ending: '.sp',
    isWhole: isThere,
    mostBytes: 250,
    compute: (_, target) => publishDerived(target, [new Uint8Array(100)]),
  })
  await writeFile(join(folder, `${sha(9)}.pk`), new Uint8Array(1_000))
  const paths = [await files.pathFor(sha(1)), await files.pathFor(sha(2))]
  for (const [index, path] of paths.entries()) await utimes(path, 1_000 + index, 1_000 + index)
  // asked for again: the first is newer than the second now
  await files.pathFor(sha(1))
  await files.pathFor(sha(3))
  expect(await names()).toEqual(['1.sp', '3.sp', '9.pk'])
  expect(await files.pathFor(sha(2))).toContain('.sp')
  expect((await names()).length).toBe(3)
})

test('one that is larger than the limit stays as long as it is looked at', async () => {
  const files = createDerivedFiles({
    folder,
    ending: '.sp',
    isWhole: isThere,
    mostBytes: 10,
    compute: (_, target) => publishDerived(target, [new Uint8Array(100)]),
  })
  await files.pathFor(sha(1))
  expect(await names()).toEqual(['1.sp'])
})

test('what nobody waits for any more ends, publishes nothing, and can be asked for again', async () => {
  let begun = 0
  let ended = 0
  const files = createDerivedFiles({
    folder,
    ending: '.sp',
    isWhole: isThere,
    async compute(_, target, { flags, signal }) {
      begun++
      if (begun > 1) return publishDerived(target, [new Uint8Array(1)])
      await new Promise((resolve) => signal.addEventListener('abort', resolve))
      ended += Number(isCancelled(flags))
      checkpoint(flags)
      await publishDerived(target, [new Uint8Array(1)])
    },
  })
  const waiting = files.pathFor(sha(1))
  await expect.poll(() => begun).toBe(1)
  files.stop(sha(1))
  await expect(waiting).rejects.toMatchObject({ name: 'AbortError' })
  expect([ended, await names()]).toEqual([1, []])
  await files.pathFor(sha(1))
  expect([begun, await names()]).toEqual([2, ['1.sp']])
  // nothing is under way: nothing happens
  files.stop(sha(1))
})
