import { MarkerId } from '../kernel/ids.ts'

/** A marker is born where it is set, so that its edit can be sent whole. 80 random bits. */
export const newMarkerId = (): MarkerId => {
  const bytes = crypto.getRandomValues(new Uint8Array(10))
  return MarkerId.parse(`mrk_${[...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`)
}
