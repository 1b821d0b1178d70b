import { defineActions } from '../../actions/index.ts'

/** While the takes as lanes have the focus. */
export const compLaneActions = defineActions('lanes', 'Lanes of takes', {
  up: { title: 'Go to the lane above', keys: ['ArrowUp'], isKeyOnly: true },
  down: { title: 'Go to the lane below', keys: ['ArrowDown'], isKeyOnly: true },
  choose: { title: 'Let this take play in the marked bars', keys: ['Enter'], isKeyOnly: true },
  hear: { title: 'Hear this take', keys: ['Space'], isKeyOnly: true },
})
