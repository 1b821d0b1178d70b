import { afterEach, expect, test } from 'vitest'
import { goToPart } from './window-parts.ts'

afterEach(() => {
  document.body.innerHTML = ''
})
const focused = () => document.activeElement?.id

test('from part to part and round again: to what a part is about, then to where the keyboard stood; empty parts are passed', () => {
  document.body.innerHTML = `
    <nav><button id="create">Create</button></nav>
    <main>
      <button id="shelf">All songs</button>
      <div id="songs" role="grid" tabindex="0"></div>
      <section data-part><button id="result">Play</button></section>
    </main>
    <aside><p>nothing to press</p></aside>
    <section data-part><button id="off" disabled>Back</button><button id="play">Play</button></section>`
  const walk: (string | undefined)[] = []
  for (let i = 0; i < 5; i++) {
    goToPart(1)
    walk.push(focused())
  }
  expect(walk).toEqual(['create', 'songs', 'result', 'play', 'create'])
  document.querySelector<HTMLElement>('#shelf')?.focus()
  goToPart(-1)
  expect(focused()).toBe('create')
  goToPart(1)
  expect(focused()).toBe('shelf')
})
