import { EditorView } from '../editor/index.ts'
import { CreatePage } from '../generation/index.ts'
import { AlbumsPage, LibraryPage, LibrarySettings } from '../library/index.ts'
import { ModelsPage } from '../models/index.ts'
import { useRoute } from '../navigation/index.ts'
import { SettingsPage } from '../settings/index.ts'
import { ErrorBoundary } from './ErrorBoundary.tsx'

const Place = () => {
  const route = useRoute((state) => state.route)
  switch (route.place) {
    case 'create':
      return <CreatePage from={route.from} />
    case 'library':
      return <LibraryPage view={route.view} />
    case 'albums':
      return <AlbumsPage albumId={route.albumId} searchId={route.searchId} />
    case 'editor':
      return <EditorView key={route.trackId} trackId={route.trackId} />
    case 'models':
      return <ModelsPage modelId={route.modelId} />
    case 'settings':
      return <SettingsPage section={route.section} library={<LibrarySettings />} />
  }
}

export const Places = () => {
  const place = useRoute((state) => state.route.place)
  return (
    <ErrorBoundary key={place} name="This place">
      <Place />
    </ErrorBoundary>
  )
}
