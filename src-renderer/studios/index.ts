export { StudioPicker } from './StudioPicker.tsx'
export { connectStudios } from './studio-store.ts'
