// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vite';

// Fixed names, for they are carried as a resource; nothing inlined, for the page's policy allows files only.
export default defineConfig({
    base: '/guest/',
    plugins: [vue()],
    define: {
        __VUE_OPTIONS_API__: 'false',
    },
    build: {
        assetsInlineLimit: 0,
        cssCodeSplit: false,
        modulePreload: false,
        rollupOptions: {
            output: { entryFileNames: 'guest.js', assetFileNames: 'guest[extname]', inlineDynamicImports: true },
        },
    },
});
