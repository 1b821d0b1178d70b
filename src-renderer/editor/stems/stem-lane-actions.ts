import { defineActions } from '../../actions/index.ts'

/** While the focus is inside a stem's lane. */
export const stemLaneActions = defineActions('stem', 'Stem lane', {
  mute: { title: 'Mute this stem, or not', keys: ['m'], isKeyOnly: true },
  solo: { title: 'Solo this stem, or not', keys: ['s'], isKeyOnly: true },
})
