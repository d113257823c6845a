import { useEffect, useState, type RefObject } from "react";
import { openRealtime, type LinkState, type RealtimeClient } from "./client.ts";

/** The page's connection while the component lives; both arguments must be stable. Null until the library is there. */
export function useRealtime(onStale: () => void, since: RefObject<number>): { client: RealtimeClient | null; link: LinkState } {
  const [client, setClient] = useState<RealtimeClient | null>(null);
  const [link, setLink] = useState<LinkState>("connecting");

  useEffect(() => {
    let left = false;
    let depart = () => {};
    void openRealtime().then((found) => {
      if (left) return;
      depart = found.attend({ since: () => since.current, onLink: setLink, onStale });
      setClient(found);
    });
    return () => {
      left = true;
      depart();
    };
  }, [onStale, since]);

  return { client, link };
}
