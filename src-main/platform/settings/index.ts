export { createValueStore, type ValueStore } from './value-store.ts'
