import { AppsFilled, AppsRegular } from '@fluentui/react-icons/svg/apps'
import { ArrowSwapFilled, ArrowSwapRegular } from '@fluentui/react-icons/svg/arrow-swap'
import { ArrowSyncFilled, ArrowSyncRegular } from '@fluentui/react-icons/svg/arrow-sync'
import { HomeFilled, HomeRegular } from '@fluentui/react-icons/svg/home'
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
import { AlertFilled, AlertRegular } from '@fluentui/react-icons/svg/alert'
import { AppsListFilled, AppsListRegular } from '@fluentui/react-icons/svg/apps-list'
import { BranchForkFilled, BranchForkRegular } from '@fluentui/react-icons/svg/branch-fork'
import { BuildingFilled, BuildingRegular } from '@fluentui/react-icons/svg/building'
import { CertificateFilled, CertificateRegular } from '@fluentui/react-icons/svg/certificate'
import { ClockFilled, ClockRegular } from '@fluentui/react-icons/svg/clock'
import { MailFilled, MailRegular } from '@fluentui/react-icons/svg/mail'
import { PeopleFilled, PeopleRegular } from '@fluentui/react-icons/svg/people'
import { PeopleTeamFilled, PeopleTeamRegular } from '@fluentui/react-icons/svg/people-team'
import { PersonKeyFilled, PersonKeyRegular } from '@fluentui/react-icons/svg/person-key'
import { PlugConnectedFilled, PlugConnectedRegular } from '@fluentui/react-icons/svg/plug-connected'
import { SettingsFilled, SettingsRegular } from '@fluentui/react-icons/svg/settings'
import { TableFilled, TableRegular } from '@fluentui/react-icons/svg/table'
import { QuestionCircleFilled, QuestionCircleRegular } from '@fluentui/react-icons/svg/question-circle'
import type { Action } from './api/session.ts'
import { type Place, page } from './place.ts'

const read: Action = 'microsoft.directory/servicePrincipals/synchronization/standard/read'
const log: Action = 'microsoft.directory/provisioningLogs/allProperties/read'
const audit: Action = 'microsoft.directory/auditLogs/allProperties/read'
const jobs: Action = 'microsoft.directory/servicePrincipals/synchronizationJobs/manage'
const credentials: Action = 'microsoft.directory/servicePrincipals/synchronizationCredentials/manage'

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
    within: [
      {
        path: 'overview',
        needs: read,
        page: page(() => import('./pages/applications/overview-page.tsx')),
        menu: { text: 'Overview', icon: <InfoRegular />, chosen: <InfoFilled /> },
      },
      {
        path: 'properties',
        needs: 'microsoft.directory/applications/standard/read',
        page: page(() => import('./pages/application-properties/properties-page.tsx')),
        menu: { text: 'Properties', icon: <OptionsRegular />, chosen: <OptionsFilled /> },
      },
      {
        path: 'owners',
        needs: 'microsoft.directory/applications/standard/read',
        page: page(() => import('./pages/application-owners/owners-page.tsx')),
        menu: { text: 'Owners', icon: <PersonRegular />, chosen: <PersonFilled /> },
      },
      {
        path: 'roles',
        needs: 'microsoft.directory/applications/standard/read',
        page: page(() => import('./pages/application-roles/roles-page.tsx')),
        menu: { text: 'Roles', icon: <KeyRegular />, chosen: <KeyFilled /> },
      },
      {
        path: 'users-and-groups',
        needs: 'microsoft.directory/servicePrincipals/appRoleAssignedTo/read',
        page: page(() => import('./pages/users-and-groups/users-and-groups-page.tsx')),
        menu: { text: 'Users and groups', icon: <PeopleCommunityRegular />, chosen: <PeopleCommunityFilled /> },
      },
      {
        path: 'provisioning',
        needs: read,
        page: page(() => import('./pages/provisioning/provisioning-page.tsx')),
        menu: { text: 'Provisioning', icon: <ArrowSyncRegular />, chosen: <ArrowSyncFilled /> },
      },
      {
        path: 'attribute-mapping',
        needs: read,
        page: page(() => import('./pages/mapping/mapping-page.tsx')),
        menu: { text: 'Attribute mapping', icon: <ArrowSwapRegular />, chosen: <ArrowSwapFilled /> },
      },
      {
        path: 'provisioning/properties',
        needs: read,
        page: page(() => import('./pages/provisioning-properties/provisioning-properties-page.tsx')),
      },
      {
        path: 'provisioning/new',
        needs: credentials,
        page: page(() => import('./pages/provisioning/configuration-page.tsx')),
      },
      {
        path: 'provision-on-demand',
        needs: jobs,
        page: page(() => import('./pages/provision-on-demand/provision-on-demand-page.tsx')),
        menu: { text: 'Provision on demand', icon: <PersonSearchRegular />, chosen: <PersonSearchFilled /> },
      },
      {
        path: 'plan',
        needs: read,
        page: page(() => import('./pages/plan/plan-page.tsx')),
        menu: { text: 'Plan', icon: <ClipboardTaskListLtrRegular />, chosen: <ClipboardTaskListLtrFilled /> },
      },
      {
        path: 'discover-identities',
        needs: read,
        page: page(() => import('./pages/discover/discover-page.tsx')),
        menu: { text: 'Discover identities', icon: <PeopleSearchRegular />, chosen: <PeopleSearchFilled /> },
      },
      {
        path: 'provisioning-logs',
        needs: log,
        page: page(() => import('./pages/provisioning-logs/application-logs-page.tsx')),
        menu: { text: 'Provisioning logs', icon: <DocumentSearchRegular />, chosen: <DocumentSearchFilled /> },
      },
      {
        path: 'audit-logs',
        needs: audit,
        page: page(() => import('./pages/audit-logs/application-audit-page.tsx')),
        menu: { text: 'Audit logs', icon: <HistoryRegular />, chosen: <HistoryFilled /> },
      },
      {
        path: 'insights',
        needs: log,
        page: page(() => import('./pages/insights/application-insights-page.tsx')),
        menu: { text: 'Insights', icon: <DataHistogramRegular />, chosen: <DataHistogramFilled /> },
      },
      {
        path: 'deprovisioning',
        needs: read,
        page: page(() => import('./pages/deprovisioning/deprovisioning-page.tsx')),
        menu: { text: 'Deprovisioning', icon: <TableRegular />, chosen: <TableFilled /> },
      },
    ],
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
    within: [
      {
        path: 'administrators',
        needs: 'microsoft.directory/roleManagement/standard/read',
        page: page(() => import('./pages/settings/administrators-page.tsx')),
        menu: { text: 'Administrators and roles', icon: <PersonKeyRegular />, chosen: <PersonKeyFilled /> },
      },
      {
        path: 'app-registrations',
        needs: 'microsoft.directory/applications/standard/read',
        page: page(() => import('./pages/settings/app-registrations-page.tsx')),
        menu: { text: 'App registrations', icon: <AppsListRegular />, chosen: <AppsListFilled /> },
      },
      {
        path: 'app-registrations/:registration',
        needs: 'microsoft.directory/applications/standard/read',
        page: page(() => import('./pages/settings/app-registration-page.tsx')),
      },
      {
        path: 'email',
        needs: 'usher/notifications/read',
        page: page(() => import('./pages/settings/email-page.tsx')),
        menu: { text: 'E-mail', icon: <MailRegular />, chosen: <MailFilled /> },
      },
      {
        path: 'webhooks',
        needs: 'usher/notifications/read',
        page: page(() => import('./pages/settings/webhooks-page.tsx')),
        menu: { text: 'Webhooks', icon: <PlugConnectedRegular />, chosen: <PlugConnectedFilled /> },
      },
      {
        path: 'deliveries',
        needs: 'usher/notifications/read',
        page: page(() => import('./pages/settings/deliveries-page.tsx')),
        menu: { text: 'Deliveries', icon: <AlertRegular />, chosen: <AlertFilled /> },
      },
      {
        path: 'retention',
        needs: 'microsoft.directory/organization/standard/read',
        page: page(() => import('./pages/settings/retention-page.tsx')),
        menu: { text: 'Directory and retention', icon: <ClockRegular />, chosen: <ClockFilled /> },
      },
      {
        path: 'keys',
        needs: 'microsoft.directory/organization/standard/read',
        page: page(() => import('./pages/settings/keys-page.tsx')),
        menu: { text: 'Certificate and keys', icon: <CertificateRegular />, chosen: <CertificateFilled /> },
      },
      {
        path: 'directories',
        needs: 'usher/tenants/manage',
        page: page(() => import('./pages/settings/directories-page.tsx')),
        menu: { text: 'Directories', icon: <BuildingRegular />, chosen: <BuildingFilled /> },
      },
      {
        path: 'about',
        needs: 'microsoft.directory/organization/standard/read',
        page: page(() => import('./pages/settings/about-page.tsx')),
        menu: { text: 'About', icon: <InfoRegular />, chosen: <InfoFilled /> },
      },
    ],
  },
]
