import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createAppHandler } from './app-protocol.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'segno-app-'))
  await mkdir(join(folder, 'renderer', 'assets'), { recursive: true })
  await writeFile(join(folder, 'renderer', 'index.html'), '<!doctype html>')
  await writeFile(join(folder, 'renderer', 'assets', 'main.js'), 'export {}')
  await writeFile(join(folder, 'renderer', 'assets', 'empty.css'), '')
  await writeFile(join(folder, 'renderer', 'secret.key'), 'no known kind')
  await writeFile(join(folder, 'outside.html'), 'outside')
  await mkdir(join(folder, 'renderer-old'))
  await writeFile(join(folder, 'renderer-old', 'index.html'), 'a folder whose name starts alike')
})
afterAll(() => rm(folder, { recursive: true }))

const ask = (path: string, method = 'GET') => createAppHandler(join(folder, 'renderer'))(new Request(`segno-app://${path}`, { method }))

test('the page and its files, with types and the content policy', async () => {
  const page = await ask('studio/')
  expect([page.status, await page.text()]).toEqual([200, '<!doctype html>'])
  expect(page.headers.get('content-type')).toContain('text/html')
  const policy = page.headers.get('content-security-policy') ?? ''
  expect(policy).toContain("default-src 'none'")
  expect(/script-src ([^;]*)/.exec(policy)?.[1]).toBe("'self'")
  expect((await ask('studio/assets/main.js')).headers.get('content-type')).toContain('text/javascript')
  expect((await ask('studio/assets/empty.css')).status).toBe(200)
})

test.each([
  'studio/../outside.html',
  'studio/%2e%2e/outside.html',
  'studio/..%2foutside.html',
  'studio/..%2frenderer-old/index.html',
  'studio/secret.key',
  'studio/assets',
  'studio/none.js',
  'studio/%00.html',
  'studio/%ff.html',
  'elsewhere/index.html',
])('%s is not served', async (path) => {
  expect((await ask(path)).status).toBe(404)
})

test('only GET', async () => {
  expect((await ask('studio/', 'POST')).status).toBe(405)
})
