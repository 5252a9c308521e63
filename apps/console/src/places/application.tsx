import { ArrowSwapFilled, ArrowSwapRegular } from '@fluentui/react-icons/svg/arrow-swap'
import { ArrowSyncFilled, ArrowSyncRegular } from '@fluentui/react-icons/svg/arrow-sync'
import { HandRightFilled, HandRightRegular } from '@fluentui/react-icons/svg/hand-right'
import { InfoFilled, InfoRegular } from '@fluentui/react-icons/svg/info'
import { KeyFilled, KeyRegular } from '@fluentui/react-icons/svg/key'
import { OptionsFilled, OptionsRegular } from '@fluentui/react-icons/svg/options'
import { PersonFilled, PersonRegular } from '@fluentui/react-icons/svg/person'
import { PeopleCommunityFilled, PeopleCommunityRegular } from '@fluentui/react-icons/svg/people-community'
import { DataHistogramFilled, DataHistogramRegular } from '@fluentui/react-icons/svg/data-histogram'
import { HistoryFilled, HistoryRegular } from '@fluentui/react-icons/svg/history'
import { DocumentSearchFilled, DocumentSearchRegular } from '@fluentui/react-icons/svg/document-search'
import { PersonSearchFilled, PersonSearchRegular } from '@fluentui/react-icons/svg/person-search'
import {
  ClipboardTaskListLtrFilled,
  ClipboardTaskListLtrRegular,
} from '@fluentui/react-icons/svg/clipboard-task-list-ltr'
import { PeopleSearchFilled, PeopleSearchRegular } from '@fluentui/react-icons/svg/people-search'
import { TableFilled, TableRegular } from '@fluentui/react-icons/svg/table'
import type { Action } from '../api/session.ts'
import { type Place, page } from '../place.ts'

const read: Action = 'microsoft.directory/servicePrincipals/synchronization/standard/read'
const log: Action = 'microsoft.directory/provisioningLogs/allProperties/read'
const audit: Action = 'microsoft.directory/auditLogs/allProperties/read'
const jobs: Action = 'microsoft.directory/servicePrincipals/synchronizationJobs/manage'
const credentials: Action = 'microsoft.directory/servicePrincipals/synchronizationCredentials/manage'

/** The pages of one application. */
export const applicationPlaces: readonly Place[] = [
  {
    path: 'overview',
    needs: read,
    page: page(() => import('../pages/applications/overview-page.tsx')),
    menu: { text: 'Overview', icon: <InfoRegular />, chosen: <InfoFilled /> },
  },
  {
    path: 'properties',
    needs: 'microsoft.directory/applications/standard/read',
    page: page(() => import('../pages/application-properties/properties-page.tsx')),
    menu: { text: 'Properties', icon: <OptionsRegular />, chosen: <OptionsFilled /> },
  },
  {
    path: 'owners',
    needs: 'microsoft.directory/applications/standard/read',
    page: page(() => import('../pages/application-owners/owners-page.tsx')),
    menu: { text: 'Owners', icon: <PersonRegular />, chosen: <PersonFilled /> },
  },
  {
    path: 'roles',
    needs: 'microsoft.directory/applications/standard/read',
    page: page(() => import('../pages/application-roles/roles-page.tsx')),
    menu: { text: 'Roles', icon: <KeyRegular />, chosen: <KeyFilled /> },
  },
  {
    path: 'users-and-groups',
    needs: 'microsoft.directory/servicePrincipals/appRoleAssignedTo/read',
    page: page(() => import('../pages/users-and-groups/users-and-groups-page.tsx')),
    menu: { text: 'Users and groups', icon: <PeopleCommunityRegular />, chosen: <PeopleCommunityFilled /> },
  },
  {
    path: 'provisioning',
    needs: read,
    page: page(() => import('../pages/provisioning/provisioning-page.tsx')),
    menu: { text: 'Provisioning', icon: <ArrowSyncRegular />, chosen: <ArrowSyncFilled /> },
  },
  {
    path: 'held',
    needs: read,
    page: page(() => import('../pages/held/held-page.tsx')),
    menu: { text: 'Held', icon: <HandRightRegular />, chosen: <HandRightFilled /> },
  },
  {
    path: 'attribute-mapping',
    needs: read,
    page: page(() => import('../pages/mapping/mapping-page.tsx')),
    menu: { text: 'Attribute mapping', icon: <ArrowSwapRegular />, chosen: <ArrowSwapFilled /> },
  },
  {
    path: 'provisioning/properties',
    needs: read,
    page: page(() => import('../pages/provisioning-properties/provisioning-properties-page.tsx')),
  },
  {
    path: 'provisioning/new',
    needs: credentials,
    page: page(() => import('../pages/provisioning/configuration-page.tsx')),
  },
  {
    path: 'provision-on-demand',
    needs: jobs,
    page: page(() => import('../pages/provision-on-demand/provision-on-demand-page.tsx')),
    menu: { text: 'Provision on demand', icon: <PersonSearchRegular />, chosen: <PersonSearchFilled /> },
  },
  {
    path: 'plan',
    needs: read,
    page: page(() => import('../pages/plan/plan-page.tsx')),
    menu: { text: 'Plan', icon: <ClipboardTaskListLtrRegular />, chosen: <ClipboardTaskListLtrFilled /> },
  },
  {
    path: 'discover-identities',
    needs: read,
    page: page(() => import('../pages/discover/discover-page.tsx')),
    menu: { text: 'Discover identities', icon: <PeopleSearchRegular />, chosen: <PeopleSearchFilled /> },
  },
  {
    path: 'provisioning-logs',
    needs: log,
    page: page(() => import('../pages/provisioning-logs/application-logs-page.tsx')),
    menu: { text: 'Provisioning logs', icon: <DocumentSearchRegular />, chosen: <DocumentSearchFilled /> },
  },
  {
    path: 'audit-logs',
    needs: audit,
    page: page(() => import('../pages/audit-logs/application-audit-page.tsx')),
    menu: { text: 'Audit logs', icon: <HistoryRegular />, chosen: <HistoryFilled /> },
  },
  {
    path: 'insights',
    needs: log,
    page: page(() => import('../pages/insights/application-insights-page.tsx')),
    menu: { text: 'Insights', icon: <DataHistogramRegular />, chosen: <DataHistogramFilled /> },
  },
  {
    path: 'deprovisioning',
    needs: read,
    page: page(() => import('../pages/deprovisioning/deprovisioning-page.tsx')),
    menu: { text: 'Deprovisioning', icon: <TableRegular />, chosen: <TableFilled /> },
  },
]
