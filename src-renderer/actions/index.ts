export { type ActionDefinition, type ActionScope, type ActionSet, defineActions } from './action-set.ts'
export { type LiveAction, useLiveActions } from './action-store.ts'
export { keyCaps } from './key-names.ts'
export { useActions } from './use-actions.ts'
