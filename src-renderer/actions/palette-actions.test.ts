import { afterEach, expect, test } from 'vitest'
import type { LiveAction } from './action-store.ts'
import { defineActions, offeredActions, setKeyMap } from './index.ts'

const studio = defineActions('everywhere', 'Studio', {
  jobs: { title: 'Show jobs', keys: ['$mod+j'] },
  arrow: { title: 'Arrow', keys: ['ArrowUp'], isKeyOnly: true },
})
const editor = defineActions('editor', 'Editor', { regenerate: { title: 'Regenerate marked bars', keys: ['g'] }, undo: { title: 'Undo' } })
const songs = defineActions('library', 'Songs', { restore: { title: 'Restore', needs: 'Only in the trash' }, edit: { title: 'Edit' } })
const lane = defineActions('stem', 'Lane', { solo: { title: 'Solo', keys: ['s'] } })
const sets = [studio, editor, songs, lane]
const live = (scope: LiveAction['scope'], id: string, whyNot?: string): LiveAction => ({ id, scope, title: id, group: '', run: () => {}, whyNot: () => whyNot })
const offered = (actions: readonly LiveAction[], text = '') =>
  offeredActions(sets, actions, text).map(({ id, whyNot }) => `${id}${whyNot ? `: ${whyNot}` : ''}`)

afterEach(() => setKeyMap({}))

test('every action is offered, those of single elements and of arrows too; what cannot be done says what it needs', () => {
  expect(offered([live('everywhere', 'studio.jobs'), live('library', 'songs.edit')])).toEqual([
    'editor.regenerate: Open a song first',
    'editor.undo: Open a song first',
    'songs.restore: Only in the trash',
    'songs.edit',
    'lane.solo: Go to the lane of a stem first',
    'studio.jobs',
    'studio.arrow: Not possible here',
  ])
  expect(offered([live('editor', 'editor.regenerate', 'Mark some bars first'), live('editor', 'editor.undo')], 'ed')).toEqual([
    'editor.regenerate: Mark some bars first',
    'editor.undo',
    'songs.edit: Go to a list of songs first',
  ])
})

test('an action shows the keys that it has now', () => {
  setKeyMap({ 'studio.jobs': ['F9'] })
  expect(offeredActions(sets, [], 'jobs').map(({ keys }) => keys)).toEqual([['F9']])
})
