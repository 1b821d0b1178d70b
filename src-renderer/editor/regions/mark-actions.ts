import { defineActions } from '../../actions/index.ts'

/** While the focus is on a region or a marker of the panel. */
export const markActions = defineActions('marks', 'Markers and regions', {
  remove: { title: 'Remove the region or the marker', keys: ['Delete', 'Backspace'], isKeyOnly: true },
})
