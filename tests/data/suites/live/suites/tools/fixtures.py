# SPDX-FileCopyrightText: 2026 Greenroom contributors
# SPDX-License-Identifier: GPL-3.0-or-later
import sys

if "--clean" not in sys.argv:
    print(f"loaded {sys.argv[sys.argv.index('--rows') + 1]} rows")
