import { Box } from 'lucide-react'
import { EmptyState } from '../elements/index.ts'

/** What the studio can learn to do, and what it takes. */
export const ModelsPage = ({ modelId }: { readonly modelId: string | undefined }) => (
  <EmptyState icon={<Box />} title="Models">
    {`Install a model from the command line: segno models pull ${modelId ?? 'htdemucs'}`}
  </EmptyState>
)
