import { createContext, type ReactNode } from "react";

/** What a layout puts between bar and page of every page below it that brings nothing of its own. */
export const StripContext = createContext<ReactNode>(undefined);
