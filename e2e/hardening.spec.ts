import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { SegnoShell } from '../src-shared/desktop/shell.ts'
import { expect, test } from './launch.ts'

declare global {
  interface Window {
    readonly segnoShell: SegnoShell
  }
}

test('the page has no Node, a sandbox, and one frozen object of main', async ({ studio: { app, page } }) => {
  expect(await page.evaluate(() => [typeof Reflect.get(window, 'require'), typeof Reflect.get(window, 'process'), Object.isFrozen(window.segnoShell)])).toEqual(
    ['undefined', 'undefined', true],
  )
  expect(await page.evaluate(() => Object.keys(window.segnoShell).sort())).toEqual(['connect', 'offerFiles', 'platform'])
  const preferences = await app.evaluate(({ BrowserWindow }) =>
    Reflect.apply(Reflect.get(BrowserWindow.getAllWindows()[0]?.webContents ?? {}, 'getLastWebPreferences'), BrowserWindow.getAllWindows()[0]?.webContents, []),
  )
  expect(preferences).toMatchObject({ sandbox: true, contextIsolation: true, nodeIntegration: false, webSecurity: true, webviewTag: false })
})

test('the content policy stops inline scripts and other hosts', async ({ studio: { page } }) => {
  const ran = await page.evaluate(() => {
    const script = document.createElement('script')
    script.textContent = 'window.intruder = true'
    document.body.append(script)
    return Reflect.has(window, 'intruder')
  })
  expect(ran).toBe(false)
  expect(await page.evaluate(() => fetch('http://127.0.0.1:9/').then(String, (cause) => cause.name))).toBe('TypeError')
  const framed = await page.evaluate(
    () =>
      new Promise((resolve) => {
        document.addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective), { once: true })
        document.body.append(Object.assign(document.createElement('iframe'), { src: 'segno-app://studio/index.html' }))
      }),
  )
  expect(framed).toBe('frame-src')
})

test('no other window, no other place, no permission', async ({ studio: { app, page } }) => {
  expect(await page.evaluate(() => String(window.open('https://example.org/')))).toBe('null')
  expect(app.windows()).toHaveLength(1)
  await page.evaluate(() => {
    location.href = 'https://example.org/'
  })
  await expect.poll(() => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getURL())).toMatch(/^segno-app:\/\/studio\//)
  // a refused navigation that is still being undone aborts a reload
  await expect(() => page.reload()).toPass()
  expect(await page.evaluate(() => Notification.requestPermission())).toBe('denied')
  expect(await page.evaluate(() => navigator.permissions.query({ name: 'geolocation' }).then(({ state }) => state))).toBe('denied')
})

test('the media protocol answers ids and ranges, never paths', async ({ studio: { page } }) => {
  const status = (address: string) => page.evaluate((url) => fetch(url).then((response) => response.status), address)
  expect(await status(`segno-media://audio/${'0'.repeat(64)}`)).toBe(404)
  expect(await status('segno-media://audio/..%2f..%2f..%2fetc%2fpasswd')).toBe(404)
  expect(await status('segno-media://audio/%2fetc%2fpasswd')).toBe(404)
  expect(await status('segno-app://studio/..%2f..%2fpackage.json')).toBe(404)
})

test('dropped files become one opaque word; made-up paths are refused', async ({ studio: { page, home } }) => {
  const path = join(home, 'a "quoted" song é.wav')
  await writeFile(path, 'not really audio')
  await page.evaluate(() => document.body.append(Object.assign(document.createElement('input'), { type: 'file', id: 'try-files' })))
  await page.setInputFiles('#try-files', path)
  const offer = () => page.evaluate(() => window.segnoShell.offerFiles([...((document.querySelector('#try-files') as HTMLInputElement).files ?? [])]))
  expect(await offer()).toMatch(/^off_[0-9a-z]{8,32}$/)
  expect(await page.evaluate(() => window.segnoShell.offerFiles([new File(['x'], 'made-up.wav')]))).toBeUndefined()
  expect(
    await page.evaluate(() =>
      Promise.resolve()
        .then(() => window.segnoShell.offerFiles(['/etc/passwd' as never]))
        .then(String, () => 'refused'),
    ),
  ).toBe('refused')
})

test('a second start on the same folder goes to the window that is open', async ({ studio, openStudio }) => {
  const second = openStudio().then(
    () => 'a second window',
    () => 'no second window',
  )
  expect(await second).toBe('no second window')
  expect(await studio.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
})

test('a crashed page comes back, and knows that it was away', async ({ studio: { app } }) => {
  await app.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer()
  })
  const address = () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getURL())
  await expect.poll(address, { timeout: 30_000 }).toMatch(/\?recovered=/)
  const isUp = () =>
    app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript("Boolean(document.querySelector('nav'))"))
  await expect.poll(isUp, { timeout: 30_000 }).toBe(true)
})
