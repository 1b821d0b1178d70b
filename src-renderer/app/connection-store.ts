import { create } from 'zustand'

/** Whether the studio's engine is behind the window. */
export const useConnection = create<{ readonly state: 'connecting' | 'connected' | 'lost' }>()(() => ({ state: 'connecting' }))
