import { useEffect, useState, useSyncExternalStore } from "react";
import type { Access } from "#collab/protocol.ts";
import type { DeviceState, DeviceStore } from "./device-store.ts";
import type { CollabProvider, ProviderState } from "./provider.ts";
import { decideLight, LATE_AFTER, type Light } from "./save-light.ts";

export function useProviderState(provider: CollabProvider): ProviderState {
  return useSyncExternalStore(
    provider.subscribe,
    () => provider.state,
    () => provider.state,
  );
}

export function useDeviceState(store: DeviceStore): DeviceState {
  return useSyncExternalStore(
    store.subscribe,
    () => store.state,
    () => store.state,
  );
}

/** The light of one document. `access` is what the page was told; the server's word replaces it. */
export function useSaveLight(provider: CollabProvider, store: DeviceStore, options: { access: Access; otherSide: string | null }): Light {
  const state = useProviderState(provider);
  const device = useDeviceState(store);
  const [now, setNow] = useState(() => Date.now());
  // Only time turns the light amber, so it asks for one look at the right moment.
  useEffect(() => {
    if (state.waitingSince === null) return;
    const wait = Math.max(0, state.waitingSince + LATE_AFTER - Date.now()) + 50;
    const timer = setTimeout(() => setNow(Date.now()), wait);
    return () => clearTimeout(timer);
  }, [state.waitingSince]);
  return decideLight({ ...state, now, device, access: state.access ?? options.access, otherSide: options.otherSide });
}
