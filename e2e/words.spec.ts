import { createHash } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { tinyGguf } from '../src-main/llm/local/tiny-gguf.ts'
import { expect, test } from './launch.ts'
import { EditorPage } from './pages/editor-page.ts'
import { seedLibrary } from './seed.ts'

/** As someone does who has the file: a folder in the data folder. The weights are random, so what it writes is noise, and it hardly comes to an end. */
const installWriter = async (home: string): Promise<void> => {
  const folder = join(home, 'models', 'tiny-words')
  await mkdir(folder, { recursive: true })
  const bytes = tinyGguf({ isWordy: true, contextTokens: 4_096 })
  await writeFile(join(folder, 'tiny.gguf'), bytes)
  const licence = { id: 'CC0-1.0', name: 'CC0 1.0', mayISell: 'yes', note: 'Random weights made for tests: it writes noise.' }
  const file = { role: 'model', path: 'tiny.gguf', bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') }
  const params = { family: 'llama', contextTokens: 4_096 }
  const manifest = { id: 'tiny-words', name: 'Tiny (noise, for tests)', task: 'language-model', variant: 'one', licence, params, files: [file] }
  await writeFile(join(folder, 'segno-model.json'), JSON.stringify(manifest))
}

test('the words of a model are shown while it writes, grow, and stop when told to', async ({ openStudio, home }) => {
  test.setTimeout(120_000)
  await installWriter(home)
  await seedLibrary(home, [{ prompt: 'Slow piano song', seconds: 30, seed: 4 }])
  const { page } = await openStudio()
  await new EditorPage(page).openAny()
  await page.keyboard.press('ControlOrMeta+i')
  const assistant = page.getByRole('complementary', { name: 'Assistant' })
  await assistant.getByLabel('Your wish').fill('Write lyrics about rain on a tin roof')
  // it writes quicker than a test can look: the page itself notes what it shows, and presses Stop at the fourth change
  const shown = page.evaluate(
    () =>
      new Promise<string[]>((resolve) => {
        const panel = document.querySelector('aside[aria-label="Assistant"]')
        const seen: string[] = []
        const observer = new MutationObserver(() => {
          const text = panel?.querySelector('[aria-live="off"]')?.textContent ?? ''
          if (text === '' || text === 'Thinking…' || text === seen.at(-1)) return
          seen.push(text)
          if (seen.length < 4) return
          observer.disconnect()
          for (const button of panel?.querySelectorAll('button') ?? []) if (button.textContent?.trim() === 'Stop') button.click()
          resolve(seen)
        })
        observer.observe(document.body, { subtree: true, childList: true, characterData: true })
      }),
  )
  await page.keyboard.press('Enter')
  const texts = await shown
  // words, not the JSON around them, and each time more of them
  expect(texts.join()).not.toContain('"lines"')
  for (const [index, text] of texts.entries()) expect(text.length).toBeGreaterThan(texts[index - 1]?.length ?? 0)
  await expect(assistant.getByText('Stopped.')).toBeVisible({ timeout: 10_000 })
  await expect(assistant.getByRole('button', { name: 'Stop' })).toHaveCount(0)
  // and it can be asked again
  await assistant.getByLabel('Your wish').fill('May I sell this?')
  await page.keyboard.press('Enter')
  await expect(assistant.getByText('By the studio’s rules')).toBeVisible({ timeout: 20_000 })
})
