import { totalmem } from "node:os";
import { socketPort } from "./socket-folder.ts";

/** How much the embedded server may use, and whether it keeps its promises. */
export interface ServerSettings {
  /** Connections at most; Rollcall's pools take about 30. */
  readonly connections: number;
  /** False leaves out waiting for the disk: for tests only. A write is then lost with the machine. */
  readonly durable: boolean;
  /** Further settings, by name, that win over ours. */
  readonly others: Readonly<Record<string, string>>;
}

export const defaultSettings: ServerSettings = {
  connections: 80,
  durable: true,
  others: {},
};

const megabyte = 1024 * 1024;

/**
 * The arguments the server is started with. They win over `postgresql.conf` and `alter system`, so that nobody turns
 * durability off or a listener on by accident.
 */
export function settingArguments(settings: ServerSettings, socketFolder: string): string[] {
  const durable = settings.durable ? "on" : "off";
  const values: Record<string, string> = {
    listen_addresses: "",
    port: String(socketPort),
    unix_socket_directories: socketFolder,
    unix_socket_permissions: "0700",
    max_connections: String(settings.connections),
    shared_buffers: sharedBuffers(totalmem()),
    fsync: durable,
    full_page_writes: durable,
    synchronous_commit: durable,
    jit: "off",
    max_wal_size: "4GB",
    checkpoint_timeout: "15min",
    random_page_cost: "1.1",
    // Containers often have 64 MB of shared memory, which parallel workers exceed; nothing here needs them.
    max_parallel_workers_per_gather: "0",
    max_parallel_maintenance_workers: "0",
    log_min_messages: "warning",
    log_line_prefix: "%m [%p] ",
    ...settings.others,
  };
  return Object.entries(values).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
}

/** 1 GB on machines of 8 GB or more, else 128 MB. */
function sharedBuffers(memory: number): string {
  return memory >= 7_500 * megabyte ? "1GB" : "128MB";
}
