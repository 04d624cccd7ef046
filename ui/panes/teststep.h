// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

class QPlainTextEdit;

namespace greenroom {

class Theme;

// A talk as a step of a suite, to look at, change, copy or save.
class TestStepDialog : public QDialog
{
    Q_OBJECT

public:
    TestStepDialog(const Theme &theme, const QString &step, QWidget *parent);

private:
    void save();

    QPlainTextEdit *m_text;
};

// A whole suite around the step, as a file.
QString suiteAround(const QString &step, const QString &name);

} // namespace greenroom
