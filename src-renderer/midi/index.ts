export { hearMidi, learnControl, teachMidi, useMidi } from './midi-control.ts'
