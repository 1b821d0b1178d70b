// @vitest-environment node
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const TEXT = 'Enter and Escape of a text field'
const TAB = 'Tab stays in what covers the rest of the window, as everywhere'
const SLIDER = 'arrows of a slider or a handle: the same on every one of its kind'

/** Who hears keys outside the registry of actions, and why these are nobody's to change. */
const ALLOWED: Readonly<Record<string, string>> = {
  'app/CommandPalette.tsx': TAB,
  'comments/CommentsPanel.tsx': TEXT,
  'editor/comp/CompEdge.tsx': SLIDER,
  'editor/comp/FadeField.tsx': TEXT,
  'editor/grid/BarLines.tsx': SLIDER,
  'editor/grid/GridFlag.tsx': SLIDER,
  'editor/grid/GridPanel.tsx': TEXT,
  'editor/marks-table/EditableCell.tsx': TEXT,
  'editor/panel/ChangePanel.tsx': TEXT,
  'editor/regions/RegionList.tsx': TEXT,
  'editor/takes/Stars.tsx': SLIDER,
  'editor/takes/TakeName.tsx': TEXT,
  'elements/Dialog.tsx': TAB,
  'elements/ResizeEdge.tsx': SLIDER,
  'generation/Composer.tsx': TEXT,
  'generation/LyricSheet.tsx': TEXT,
  'library/LibraryPage.tsx': TEXT,
  'library/TitleField.tsx': TEXT,
  'library/albums/NameField.tsx': TEXT,
  'library/albums/use-reorder.ts': 'Escape drops what is being dragged',
  'library/marks/TagDialog.tsx': TEXT,
  'library/saved-searches/SaveSearch.tsx': TEXT,
  'settings/choices.tsx': TEXT,
  'settings/keyboard/KeyRow.tsx': 'records the keys that are to be an action’s',
  'transport/Scrubber.tsx': SLIDER,
  'transport/shuttle.ts': 'how long K is held',
}

const root = join(import.meta.dirname, '..')
const hearers = globSync('**/*.{ts,tsx}', { cwd: root })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => !/\.test\.tsx?$/.test(path))
  .filter((path) => {
    const text = readFileSync(join(root, path), 'utf8').replace(/onKeyDown=\{(?:keysWithin\(|hearKeys\})/g, '')
    return /onKey(?:Down|Up|Press)(?:Capture)?=|addEventListener\(\s*'key|\.onkey(?:down|up|press)\s*=|\bhearKeys = (?!keysWithin\()/.test(text)
  })

test('keys are heard by the registry of actions, where they can be found, changed and checked for conflicts; the rest has its reason', () => {
  expect(hearers.filter((path) => ALLOWED[path] === undefined)).toEqual([])
  expect(Object.keys(ALLOWED).filter((path) => !hearers.includes(path))).toEqual([])
})
