import type { Page } from '@playwright/test'
import { expect, test } from './launch.ts'
import { seedLibrary } from './seed.ts'

/** Everything that a screen reader is told unasked: what is added to a live region, in order. */
const listen = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const heard: string[] = []
    Object.assign(window, { heardAloud: heard })
    const live = (node: Node): boolean => (node instanceof Element ? node : node.parentElement)?.closest('[aria-live]:not([aria-live="off"])') != null
    new MutationObserver((changes) => {
      for (const { type, target, addedNodes } of changes) {
        if (type === 'characterData' && live(target)) heard.push(target.textContent ?? '')
        for (const node of addedNodes) if (live(node) && node.textContent) heard.push(node.textContent)
      }
    }).observe(document.body, { subtree: true, childList: true, characterData: true })
  })
const heard = (page: Page): Promise<string> => page.evaluate(() => (window as unknown as { heardAloud: string[] }).heardAloud.join('\n'))
const expectHeard = (page: Page, words: RegExp, timeout = 10_000) => expect.poll(() => heard(page), { timeout }).toMatch(words)

/** What a screen reader reads of where the keyboard stands: the item that a grid points at, else the focused element's name. */
const standsOn = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const focused = document.activeElement
    const pointed = focused?.getAttribute('aria-activedescendant')
    return (pointed ? document.getElementById(pointed)?.textContent : (focused?.getAttribute('aria-label') ?? focused?.tagName)) ?? ''
  })

test('a region is found, marked, described, regenerated, compared, accepted and undone by keyboard, and a screen reader hears all of it', async ({
  home,
  openStudio,
}) => {
  await seedLibrary(home, [{ prompt: 'calm lo-fi piano, 80 bpm', seconds: 30, seed: 7 }])
  const { page } = await openStudio()
  const { keyboard } = page
  await listen(page)

  // into the song, by its name
  await keyboard.press('Control+k')
  await keyboard.type('piano')
  await expect(page.getByRole('group', { name: 'Songs' }).getByRole('option').first()).toBeVisible()
  await keyboard.press('Enter')
  await expect(page.getByRole('application', { name: /^Waveform of/ })).toBeVisible()

  // the outline says what the canvas shows
  await keyboard.press('Alt+o')
  const outline = page.getByRole('grid', { name: /^Outline of/ })
  await expect(outline).toBeFocused()
  await expect(outline).toMatchAriaSnapshot(`
    - grid:
      - row /^Parts /:
        - rowheader "Parts"
        - gridcell /^Part .*, bar 1 beat 1, \\d+ bars?, \\d+\\.\\d seconds$/
      - row /^Clips /:
        - rowheader "Clips"
        - gridcell /^Clip the first version, bar 1 beat 1, \\d+ bars/
      - row /^Meters /:
        - rowheader "Meters"
        - gridcell /^Loudness of the song, .* integrated minus \\d+\\.\\d LUFS$/
        - gridcell /^True peak of the song, .* minus \\d+\\.\\d decibels$/
  `)
  expect(await standsOn(page)).toMatch(/^Part /)
  await keyboard.press('ArrowRight')
  const part = await standsOn(page)
  expect(part).toMatch(/^Part .*, bar \d+ beat 1, \d+ bars?, \d+\.\d seconds$/)

  // marked, made longer, told, kept under a name
  await keyboard.press('Enter')
  await expectHeard(page, /Bars? \d+( to \d+)?, \d+\.\d seconds marked/)
  await expect(outline.getByRole('gridcell', { name: part })).toHaveAttribute('aria-selected', 'true')
  await keyboard.press('Shift+ArrowLeft')
  await keyboard.press('Alt+m')
  await expectHeard(page, /Marked, bar \d+ beat 1, \d+ bars?, \d+\.\d seconds\./)
  await keyboard.press('n')
  await expectHeard(page, /^Mark region .*\.$/m)
  expect(await standsOn(page)).toMatch(/^Region Bars? \d+.*, bar \d+ beat 1, \d+ bars?, \d+\.\d seconds$/)

  // said what should change, and made
  await keyboard.press('p')
  await expect(page.getByLabel('What should change?')).toBeFocused()
  await keyboard.type('sparser, a piano answer')
  await keyboard.press('Control+Enter')
  await keyboard.press('Escape')
  await expectHeard(page, /Take 1 arrived, regenerated: bar \d+ beat 1, \d+ bars?, \d+\.\d seconds\./, 60_000)
  await expectHeard(page, /Region regenerated: all 2 takes are there\. A number hears one, Enter accepts it/, 60_000)

  // the takes stand in the outline, with their proof and their seams
  await keyboard.press('Alt+o')
  await keyboard.press('ArrowDown')
  expect(await standsOn(page)).toMatch(/^Take 1, bar \d+ beat 1, .*, outside identical/)
  await keyboard.press('ArrowRight')
  await keyboard.press('Enter')
  await expectHeard(page, /Hearing take 2/)
  await expect(outline.getByRole('row', { name: /^Seams/ })).toContainText(/Seam of take 2, bar \d+ beat 1, loudness step/)

  // Escape leads out of it, and back in
  await keyboard.press('Escape')
  await expect(outline).not.toBeFocused()
  await expect(page.getByRole('application', { name: /^Waveform of/ })).toBeFocused()
  await keyboard.press('Alt+o')
  await expect(outline).toBeFocused()

  // compared; nothing is told unasked while it plays, and what is asked for is told
  await keyboard.press('1')
  await expectHeard(page, /Hearing take 1/)
  await keyboard.press('a')
  await expectHeard(page, /Hearing the song/)
  await keyboard.press('Alt+p')
  await expectHeard(page, /^Bar \d+ beat \d, \d+\.\d seconds, .*\.$/m)
  await keyboard.press('Alt+l')
  await expectHeard(page, /^Momentary (minus \d+\.\d|silence) LUFS, integrated minus \d+\.\d LUFS, true peak (minus \d+\.\d|silence) decibels here/m)
  await keyboard.press('Space')
  const played = await page.evaluate(() => ({ title: navigator.mediaSession.metadata?.title, artist: navigator.mediaSession.metadata?.artist }))
  expect(played).toEqual({
    title: await page
      .getByRole('grid', { name: /^Outline of/ })
      .getAttribute('aria-label')
      .then((label) => label?.replace('Outline of ', '')),
    artist: 'Segno Studio',
  })

  // decided, and thought better of
  await keyboard.press('2')
  await keyboard.press('Space')
  await keyboard.press('Alt+o')
  await keyboard.press('Shift+Enter')
  await expectHeard(page, /^Accept take \d.*\.$/m)
  await expect(outline.getByRole('row', { name: /^Clips/ })).toContainText(/Clip played anew, take \d/)
  await keyboard.press('Control+z')
  await expectHeard(page, /^Undone: Accept take \d.*\.$/m)
  await expect(outline.getByRole('row', { name: /^Takes/ })).toBeAttached()

  // a marker is set, found, named and removed; the keyboard comes back to where it stood
  await keyboard.press('Shift+n')
  await expect(outline.getByRole('row', { name: /^Markers/ })).toContainText(/Marker Marker 1, bar \d+ beat \d/)
  await keyboard.press('Control+Home')
  await keyboard.press('ArrowDown')
  await keyboard.press('ArrowDown')
  expect(await standsOn(page)).toMatch(/^Marker Marker 1, bar \d+ beat \d$/)
  await keyboard.press('F2')
  await expect(page.getByRole('textbox', { name: 'Name of Marker 1' })).toBeFocused()
  await keyboard.type('Drop')
  await keyboard.press('Enter')
  await expect(outline).toBeFocused()
  await expect.poll(() => standsOn(page)).toMatch(/^Marker Drop, bar \d+ beat \d$/)
  await keyboard.press('Delete')
  await expectHeard(page, /“Drop” was removed/)
  await expect(outline.getByRole('row', { name: /^Markers/ })).toHaveCount(0)
})
