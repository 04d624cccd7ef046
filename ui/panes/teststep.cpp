// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "panes/teststep.h"

#include "widgets/pieces.h"

#include <QClipboard>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QSaveFile>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace greenroom {

QString suiteAround(const QString &step, const QString &name)
{
    QString text = u"greenroom: 1\nsuite: \"%1\"\nvars:\n  ws_url: \"${host.ws_url}\"\ntests:\n  - name: \"%1\"\n    steps:\n"_s.arg(QString(name).remove(u'"'));
    const QStringList lines = step.split(u'\n');
    for (const QString &line : lines)
        text += line.isEmpty() ? u"\n"_s : u"      "_s + line + u'\n';
    return text.trimmed() + u'\n';
}

TestStepDialog::TestStepDialog(const Theme &theme, const QString &step, QWidget *parent)
    : QDialog(parent)
    , m_text(new QPlainTextEdit(step))
{
    setWindowTitle(tr("Save as test"));
    resize(640, 420);
    m_text->setFont(theme.font(Theme::TypeLevel::Mono));
    m_text->setAccessibleName(tr("The step"));
    m_text->setProperty("field", true);
    auto *copy = makeButton(theme, u"copy"_s, tr("Copy"));
    auto *save = makeMainButton(theme, u"suite"_s, tr("Save as a suite…"));
    auto *close = makeButton(theme, {}, tr("Close"));
    connect(copy, &Button::clicked, this, [this] { QGuiApplication::clipboard()->setText(m_text->toPlainText()); });
    connect(save, &Button::clicked, this, &TestStepDialog::save);
    connect(close, &Button::clicked, this, &QDialog::reject);
    auto *foot = new QHBoxLayout;
    foot->addWidget(save);
    foot->addWidget(copy);
    foot->addStretch();
    foot->addWidget(close);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(12);
    layout->addWidget(makeLabel(theme, Theme::TypeLevel::BodyBold, Token::T1, tr("What was sent, and what has to come back")));
    layout->addWidget(m_text, 1);
    layout->addLayout(foot);
}

void TestStepDialog::save()
{
    const QString path = QFileDialog::getSaveFileName(this, tr("Save as a suite"), u"talk.greenroom.yaml"_s, tr("Suites (*.greenroom.yaml)"));
    if (path.isEmpty())
        return;
    QSaveFile file(path);
    const QByteArray text = suiteAround(m_text->toPlainText(), QFileInfo(path).fileName().section(u'.', 0, 0)).toUtf8();
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size() || !file.commit())
        QMessageBox::warning(this, tr("Save as a suite"), tr("%1 could not be written: %2").arg(path, file.errorString()));
    else
        accept();
}

} // namespace greenroom
