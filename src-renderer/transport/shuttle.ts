import { nextRate } from './shuttle-rate.ts'
import { transport } from './transport.ts'
import { useTransport } from './transport-state.ts'

let heldCode: string | undefined

/** J and L of an editing desk. */
export const shuttle = (direction: 1 | -1): void => {
  const { status, shuttleRate } = useTransport.getState()
  const current = shuttleRate ?? (status === 'playing' ? 1 : undefined)
  void transport.shuttle(nextRate(current, direction, heldCode !== undefined))
}

/** K: stands still, and creeps for as long as it is held. */
export const shuttleStop = (event?: KeyboardEvent): void => {
  transport.pause()
  if (!event || event.repeat) return
  heldCode = event.code
  const release = (up: KeyboardEvent) => {
    if (up.code !== heldCode) return
    heldCode = undefined
    window.removeEventListener('keyup', release, true)
  }
  window.addEventListener('keyup', release, true)
}
