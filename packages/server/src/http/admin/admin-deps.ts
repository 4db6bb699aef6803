import type { DeliveryDeps } from "../../actions/deliver-webhook.ts";
import type { LiveHub } from "../../actions/follow-organizations.ts";
import type { DomainResolver } from "../../actions/open-domain-resolver.ts";
import type { Mailer } from "../../actions/open-mailer.ts";
import type { SourcePlayer } from "../../actions/play-source.ts";
import type { OriginFacts } from "../../domain/reachability.ts";
import type { Log } from "../../log.ts";

/** The running program. */
export interface Program {
  readonly version: string;
  /** Where the embedded database lies; undefined without one. */
  readonly dataFolder: string | undefined;
  readonly startedAt: string;
}

/** What the admin API works with. */
export interface AdminDeps extends DeliveryDeps {
  /** Sends e-mails; undefined where no mail server is named. */
  readonly mailer?: Mailer | undefined;
  /** Looks up what proves a domain. */
  readonly dns: DomainResolver;
  /** The public address, for the SCIM base URLs that it shows; without a slash at its end. */
  readonly origin: string;
  /** What stands between sources and that address. */
  readonly originFacts: () => Promise<OriginFacts>;
  /** Tells those who look of what happens. */
  readonly live: LiveHub;
  readonly program: Program;
  /** Plays a source where somebody has none at hand. */
  readonly player: SourcePlayer;
  readonly log: Log;
}
