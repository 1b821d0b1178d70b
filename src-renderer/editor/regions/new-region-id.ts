import { RegionId } from '../../../src-shared/kernel/ids.ts'

/** A region is born in the window, so that its edit can be sent whole. 80 random bits. */
export const newRegionId = (): RegionId => {
  const bytes = crypto.getRandomValues(new Uint8Array(10))
  return RegionId.parse(`reg_${[...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`)
}
