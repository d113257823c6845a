import { useEffect, useState, type RefObject } from "react";
import { openRealtime, type LinkState, type RealtimeClient } from "./client.ts";

/** The page's connection while the component lives; the arguments must be stable. Null until the library is there. */
export function useRealtime(
  onStale: () => void,
  since: RefObject<number>,
  onNotified?: () => void,
): { client: RealtimeClient | null; link: LinkState } {
  const [client, setClient] = useState<RealtimeClient | null>(null);
  const [link, setLink] = useState<LinkState>("connecting");

  useEffect(() => {
    let left = false;
    let depart = () => {};
    void openRealtime().then((found) => {
      if (left) return;
      depart = found.attend({ since: () => since.current, onLink: setLink, onStale, ...(onNotified === undefined ? {} : { onNotified }) });
      setClient(found);
    });
    return () => {
      left = true;
      depart();
    };
  }, [onStale, since, onNotified]);

  return { client, link };
}
