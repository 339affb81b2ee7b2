/** The live dashboard and its API. */
export { createDashboard, type Dashboard, type DashboardOptions } from './server';
export { readState, type DashboardState } from './state';
export { readToken } from './token';
export { readPage } from './page-file';
export { toPollingPage, type PollSource } from './polling-page';
export { renderReport } from './report';
