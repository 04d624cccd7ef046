// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

class Tst_masking : public QObject
{
    Q_OBJECT
};

QTEST_GUILESS_MAIN(Tst_masking)
#include "tst_masking.moc"
