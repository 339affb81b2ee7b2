/** Alerts as nodes, the CLI and the dashboard see them: what is wrong or soon will be, and who was told. */

/** From calm to over. `predicted` and `breaching` fire; `pending` has not held for long enough yet. */
export const ALERT_PHASES = ['insufficient_data', 'ok', 'pending', 'predicted', 'breaching', 'resolved'] as const;
export type AlertPhase = (typeof ALERT_PHASES)[number];

export const ALERT_SEVERITIES = ['warning', 'critical'] as const;
export type AlertSeverity = (typeof ALERT_SEVERITIES)[number];

/** A value beyond a threshold, now or soon; or one that is unusual against the past of its own series. Never both. */
export const ALERT_SUBJECTS = ['threshold', 'anomaly'] as const;
export type AlertSubject = (typeof ALERT_SUBJECTS)[number];

export type AlertLabels = Readonly<Record<string, string>>;

/** One threshold of one series, or how usual it is, and how that stands. */
export interface AlertItem {
  /** 16 hex digits, the same as long as signal, severity and labels are. */
  readonly id: string;
  /** A signal of the engine, or the name of a recorded series. */
  readonly signal: string;
  readonly severity: AlertSeverity;
  readonly about: AlertSubject;
  /** `workspace`, for what is told apart by it. */
  readonly labels: AlertLabels;
  readonly phase: AlertPhase;
  /** When the phase began, and when it was looked at last; ms since 1970. */
  readonly since: number;
  readonly updatedAt: number;
  /** Of the newest minute that has one. */
  readonly value?: number;
  readonly threshold?: number;
  readonly direction?: 'above' | 'below';
  /** The time ahead that decides, ms: the nearest one by which a breach is likely, or likely enough to be told. */
  readonly withinMs?: number;
  /** P(sustained breach within `withinMs`). */
  readonly probability?: number;
  /** Of anomalies: how unusual the value was when it was looked at last, 0..1. */
  readonly score?: number;
  readonly acknowledged?: { readonly by: string; readonly at: number };
  readonly silenced: boolean;
  readonly message: string;
}

export interface AlertSilence {
  readonly id: string;
  /** Alerts with all of these; none means every alert. */
  readonly matches: AlertLabels;
  /** ms since 1970. */
  readonly until: number;
  readonly by: string;
  readonly reason?: string;
}

/** A change that people are told of. */
export interface AlertEvent {
  /** Idempotency key: the same event has the same key, however often it is delivered. */
  readonly key: string;
  readonly kind: 'fire' | 'escalate' | 'repeat' | 'resolve';
  /** When it happened, ms since 1970. */
  readonly at: number;
  /** As it was then. */
  readonly alert: AlertItem;
}

/** Only alerts with all of these. */
export interface AlertFilter {
  readonly severities?: readonly AlertSeverity[];
  /** Signals and names of recorded series. */
  readonly signals?: readonly string[];
  readonly workspaces?: readonly string[];
  readonly about?: readonly AlertSubject[];
}

export interface ListAlertsRequest extends AlertFilter {
  /** Which alerts to list; default `firing`. */
  readonly phases?: readonly AlertPhase[] | 'firing' | 'all';
  /** How far back the timeline goes; default 24 hours. */
  readonly windowMs?: number;
}

export interface AlertsAnswer {
  /** The minute that was judged last, ms since 1970; absent before the first. */
  readonly evaluatedTo?: number;
  /** Gravest first. */
  readonly alerts: readonly AlertItem[];
  readonly silences: readonly AlertSilence[];
  /** What was told, newest first, at most 500. */
  readonly timeline: readonly AlertEvent[];
  /** How many alerts are in each phase. */
  readonly phases: Readonly<Record<AlertPhase, number>>;
  readonly notes: readonly string[];
}

export interface AcknowledgeAlertRequest {
  readonly id: string;
  /** Who; at most 80 characters. */
  readonly by?: string;
}

/** Silences alerts for a while, or ends a silence. */
export interface SilenceAlertsRequest {
  /** Of `signal`, `severity` and labels such as `workspace`; at least one unless `all`. */
  readonly matches?: AlertLabels;
  /** Silences every alert, when nothing is to match. */
  readonly all?: boolean;
  /** 1 minute to 30 days; default one hour. */
  readonly durationMs?: number;
  readonly by?: string;
  readonly reason?: string;
  /** Ends this silence instead. */
  readonly end?: string;
}

export interface SilenceAlertsAnswer {
  readonly silence: AlertSilence;
  readonly ended: boolean;
  /** Firing alerts that it keeps quiet. */
  readonly silenced: number;
}

export interface TakeNotificationsRequest extends AlertFilter {
  /** Who is told: each consumer gets everything once. Letters, digits and `_ . : -`, at most 120. */
  readonly consumer: string;
  /** Tells this taker from others with the same name, such as another main process of n8n. */
  readonly holder: string;
  /** Begin with what happens from now on, whatever was told before. */
  readonly fromNow?: boolean;
  /** Only keep the right to deliver: what was taken is still on its way. */
  readonly busy?: boolean;
  readonly kinds?: readonly AlertEvent['kind'][];
  /** Events that agree in all of these are one group; none: all that are taken together are one. */
  readonly groupBy?: readonly AlertGroupLabel[];
}

/** What events can be put together by. */
export const ALERT_GROUP_LABELS = ['severity', 'signal', 'workspace'] as const;
export type AlertGroupLabel = (typeof ALERT_GROUP_LABELS)[number];

export interface TakenNotifications {
  /** Oldest first; empty also while another taker delivers. */
  readonly events: readonly AlertEvent[];
  /** The same, those together that belong together: grave groups first, and in each the gravest, then the oldest first. */
  readonly groups: readonly (readonly AlertEvent[])[];
  /** What to confirm when all of them were delivered. */
  readonly cursor: number;
}

export interface ConfirmNotificationsRequest {
  readonly consumer: string;
  readonly holder: string;
  readonly cursor: number;
  /** They were not delivered: they are given out again after a while, unless this was the last attempt. */
  readonly failed?: boolean;
  /** How often to try; default 5. */
  readonly attempts?: number;
  /** Let others deliver from now on. */
  readonly release?: boolean;
}

export interface AlertManager {
  listAlerts(request: ListAlertsRequest): Promise<AlertsAnswer>;
  /** An acknowledged alert is not repeated; its end is still told. Throws VALUE_INVALID unless it fires. */
  acknowledgeAlert(request: AcknowledgeAlertRequest): Promise<AlertItem>;
  silenceAlerts(request: SilenceAlertsRequest): Promise<SilenceAlertsAnswer>;
  /** Changes that this consumer was not told yet. Delivery is at least once, with stable keys. */
  takeNotifications(request: TakeNotificationsRequest): Promise<TakenNotifications>;
  confirmNotifications(request: ConfirmNotificationsRequest): Promise<{ readonly confirmed: boolean }>;
}

/** Methods of `AlertManager` that the engine has. */
export const ALERT_METHODS = [
  'listAlerts',
  'acknowledgeAlert',
  'silenceAlerts',
  'takeNotifications',
  'confirmNotifications',
] as const satisfies readonly (keyof AlertManager)[];

/** What a recorded series is watched for. */
export interface SeriesAlertRule {
  readonly warning?: number;
  readonly critical?: number;
  /** On which side of them it is bad; default `above`. */
  readonly direction?: 'above' | 'below';
  /** Whether values that are unusual against the series' own past are told; default: as the settings say. */
  readonly anomalies?: boolean;
}

