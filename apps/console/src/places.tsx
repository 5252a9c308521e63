import { AppsFilled, AppsRegular } from '@fluentui/react-icons/svg/apps'
import { HomeFilled, HomeRegular } from '@fluentui/react-icons/svg/home'
import { OptionsFilled, OptionsRegular } from '@fluentui/react-icons/svg/options'
import { PersonFilled, PersonRegular } from '@fluentui/react-icons/svg/person'
import { DataHistogramFilled, DataHistogramRegular } from '@fluentui/react-icons/svg/data-histogram'
import { HistoryFilled, HistoryRegular } from '@fluentui/react-icons/svg/history'
import { DocumentSearchFilled, DocumentSearchRegular } from '@fluentui/react-icons/svg/document-search'
import { BranchForkFilled, BranchForkRegular } from '@fluentui/react-icons/svg/branch-fork'
import { PeopleFilled, PeopleRegular } from '@fluentui/react-icons/svg/people'
import { PeopleTeamFilled, PeopleTeamRegular } from '@fluentui/react-icons/svg/people-team'
import { SettingsFilled, SettingsRegular } from '@fluentui/react-icons/svg/settings'
import { QuestionCircleFilled, QuestionCircleRegular } from '@fluentui/react-icons/svg/question-circle'
import type { Action } from './api/session.ts'
import { type Place, page } from './place.ts'
import { applicationPlaces } from './places/application.tsx'
import { settingsPlaces } from './places/settings.tsx'

const read: Action = 'microsoft.directory/servicePrincipals/synchronization/standard/read'
const log: Action = 'microsoft.directory/provisioningLogs/allProperties/read'
const audit: Action = 'microsoft.directory/auditLogs/allProperties/read'

/**
 * Every page of the admin center. To add one: a file in pages/<noun>/ that exports it, and a row here; the first word of a new
 * address is told to the service in apps/usher/src/api/admin-center/routes.ts.
 */
export const places: readonly Place[] = [
  {
    path: '/',
    needs: read,
    page: page(() => import('./pages/home/home-page.tsx')),
    menu: { text: 'Home', icon: <HomeRegular />, chosen: <HomeFilled />, isExact: true },
  },
  {
    path: '/users',
    needs: 'microsoft.directory/users/standard/read',
    page: page(() => import('./pages/users/users-page.tsx')),
    menu: { text: 'Users', icon: <PersonRegular />, chosen: <PersonFilled /> },
  },
  {
    path: '/users/import',
    needs: 'usher/imports/create',
    page: page(() => import('./pages/import/import-page.tsx')),
  },
  {
    path: '/users/:user',
    needs: 'microsoft.directory/users/standard/read',
    page: page(() => import('./pages/users/person-frame.tsx')),
    within: [
      {
        path: 'properties',
        needs: 'microsoft.directory/users/standard/read',
        page: page(() => import('./pages/users/person-properties-page.tsx')),
        menu: { text: 'Properties', icon: <OptionsRegular />, chosen: <OptionsFilled /> },
      },
      {
        path: 'groups',
        needs: 'microsoft.directory/groups/standard/read',
        page: page(() => import('./pages/users/person-groups-page.tsx')),
        menu: { text: 'Groups', icon: <PeopleTeamRegular />, chosen: <PeopleTeamFilled /> },
      },
      {
        path: 'applications',
        needs: read,
        page: page(() => import('./pages/users/person-applications-page.tsx')),
        menu: { text: 'Applications: why?', icon: <QuestionCircleRegular />, chosen: <QuestionCircleFilled /> },
      },
      {
        path: 'what-if',
        needs: read,
        page: page(() => import('./pages/users/person-what-if-page.tsx')),
        menu: { text: 'What would happen if…', icon: <BranchForkRegular />, chosen: <BranchForkFilled /> },
      },
    ],
  },
  {
    path: '/groups',
    needs: 'microsoft.directory/groups/standard/read',
    page: page(() => import('./pages/groups/groups-page.tsx')),
    menu: { text: 'Groups', icon: <PeopleTeamRegular />, chosen: <PeopleTeamFilled /> },
  },
  {
    path: '/groups/:group',
    needs: 'microsoft.directory/groups/standard/read',
    page: page(() => import('./pages/groups/group-frame.tsx')),
    within: [
      {
        path: 'members',
        needs: 'microsoft.directory/groups/standard/read',
        page: page(() => import('./pages/groups/group-members-page.tsx')),
        menu: { text: 'Members', icon: <PeopleRegular />, chosen: <PeopleFilled /> },
      },
      {
        path: 'properties',
        needs: 'microsoft.directory/groups/standard/read',
        page: page(() => import('./pages/groups/group-properties-page.tsx')),
        menu: { text: 'Properties', icon: <OptionsRegular />, chosen: <OptionsFilled /> },
      },
      {
        path: 'owners',
        needs: 'microsoft.directory/groups/standard/read',
        page: page(() => import('./pages/groups/group-owners-page.tsx')),
        menu: { text: 'Owners', icon: <PersonRegular />, chosen: <PersonFilled /> },
      },
      {
        path: 'applications',
        needs: 'microsoft.directory/servicePrincipals/appRoleAssignedTo/read',
        page: page(() => import('./pages/groups/group-applications-page.tsx')),
        menu: { text: 'Applications', icon: <AppsRegular />, chosen: <AppsFilled /> },
      },
    ],
  },
  {
    path: '/enterprise-apps',
    needs: read,
    page: page(() => import('./pages/applications/applications-page.tsx')),
    toOwners: page(() => import('./pages/applications/owned-page.tsx')),
    menu: { text: 'Enterprise apps', icon: <AppsRegular />, chosen: <AppsFilled /> },
  },
  {
    path: '/enterprise-apps/gallery',
    needs: 'microsoft.directory/applicationTemplates/instantiate',
    page: page(() => import('./pages/gallery/gallery-page.tsx')),
  },
  {
    path: '/enterprise-apps/:app',
    needs: read,
    page: page(() => import('./pages/applications/application-frame.tsx')),
    within: applicationPlaces,
  },
  {
    path: '/provisioning-logs',
    needs: log,
    page: page(() => import('./pages/provisioning-logs/all-logs-page.tsx')),
    menu: { text: 'Provisioning logs', icon: <DocumentSearchRegular />, chosen: <DocumentSearchFilled /> },
  },
  {
    path: '/audit-logs',
    needs: audit,
    page: page(() => import('./pages/audit-logs/all-audit-page.tsx')),
    menu: { text: 'Audit logs', icon: <HistoryRegular />, chosen: <HistoryFilled /> },
  },
  {
    path: '/insights',
    needs: log,
    page: page(() => import('./pages/insights/all-insights-page.tsx')),
    menu: { text: 'Insights', icon: <DataHistogramRegular />, chosen: <DataHistogramFilled /> },
  },
  {
    path: '/settings',
    needs: 'microsoft.directory/organization/standard/read',
    page: page(() => import('./pages/settings/settings-frame.tsx')),
    menu: { text: 'Settings', icon: <SettingsRegular />, chosen: <SettingsFilled /> },
    within: settingsPlaces,
  },
]
