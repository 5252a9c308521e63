import { useParams } from 'react-router'
import { LogList } from './log-list.tsx'

/** What happened in one application. */
export function ApplicationLogsPage() {
  const { app = '' } = useParams()
  return <LogList app={app} />
}
